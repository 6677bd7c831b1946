<input name=q value=<?cs var:Query ?>>
