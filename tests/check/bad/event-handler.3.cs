<div hx-on:click="go()">x</div>
