"""One reader for each kind of file; ``index.reading`` imports it when it meets the first such file.

A reader is a module with ``read(data, *, max_bytes) -> Iterable[RawArticle | ArticleError]``; it
raises ArticleError where the whole file is unusable.
"""
