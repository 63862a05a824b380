"""What every messaging line stands on: from the request of a provider to the answer it delivers."""
