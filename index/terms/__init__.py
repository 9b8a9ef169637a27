"""The one importer of tantivy: analysed terms, and the articles and passages as stored fields.

Texts are analysed by ``index.analysis`` before they come here, so tantivy only splits at spaces;
queries are built from terms, never parsed. An article is stored with its first passage.
``fields`` says what is kept, ``writing`` writes it, ``searching`` reads it, by ``queries``.
"""
