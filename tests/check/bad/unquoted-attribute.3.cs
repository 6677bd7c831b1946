<td
  title =
  <?cs var:Row.Name ?>
>x</td>
