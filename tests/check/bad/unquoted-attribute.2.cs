<a href=/c/<?cs var:Row.Client ?>>client</a>
