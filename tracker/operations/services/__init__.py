"""What the person who runs the machine does: begin a college, keep copies, bring them back."""
