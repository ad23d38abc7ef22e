"""The visitor's mail: signup, consent, series, deliveries, watch pages, unsubscribes."""
