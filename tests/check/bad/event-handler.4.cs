<div hx-on--after-request="go()">x</div>
