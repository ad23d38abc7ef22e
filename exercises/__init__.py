"""The library: exercises, figures, articles, videos and the sources behind them."""
