"""Parts that know no pane, no session and no engine: they take values, paint them with the theme, and emit signals."""
