"""留痕: who did what, when and from where, sealed so that a later change is found."""
