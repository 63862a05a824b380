"""What an operator does with the conversations as a whole: back up, restore, verify, rotate keys, export, erase, purge."""
