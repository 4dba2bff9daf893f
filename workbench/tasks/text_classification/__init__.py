"""One label for each text: sentiment, topic, intent, spam."""
