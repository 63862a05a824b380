"""The messaging lines, one provider a file: how it proves, what it reads, how it sends."""
