"""What moderators do: decide about pictures, prompts and people, and take pictures down."""
