"""Tables, triggers and rights of the stream."""
