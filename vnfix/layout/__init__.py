"""Layout that is changed only when asked: lines joined to paragraphs, hyphens of line ends taken out."""
