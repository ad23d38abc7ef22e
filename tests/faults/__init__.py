"""Never lost, never twice: real servers and real workers, killed at random moments."""
