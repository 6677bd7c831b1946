<p class="x" STYLE='width: <?cs var:Row.Width ?>%'>x</p>
