"""What operators measure: numbers of turns and failures, of nobody in particular."""
