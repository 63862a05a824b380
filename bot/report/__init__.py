"""What an organisation may know of all conversations together, and of none alone."""
