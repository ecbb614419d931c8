"""Messages of jobs: written, made to fit, edited in turn, brought to people."""
