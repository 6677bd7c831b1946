<td <?cs var:Row.Attributes ?>>x</td>
