"""Films made from storyboards: pictures, sound, captions, and where a finished film lies."""
