<p style="color: red">x</p>
