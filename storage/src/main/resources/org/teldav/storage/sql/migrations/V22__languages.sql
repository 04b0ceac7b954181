-- xml:lang of what a client called a book (RFC 4918 §4.3). NULL where it didn't say.
ALTER TABLE books ADD COLUMN display_name_language VARCHAR(100);
ALTER TABLE books ADD COLUMN description_language VARCHAR(100);
