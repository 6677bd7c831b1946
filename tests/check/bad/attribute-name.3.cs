<td data-<?cs var:Row.Key ?>="1">x</td>
