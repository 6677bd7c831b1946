<button onclick="go()">x</button>
