<<?cs var:Row.Tag ?> class="x">x</b>
