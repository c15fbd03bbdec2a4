"""What every feature stands on and what belongs to none of them."""
