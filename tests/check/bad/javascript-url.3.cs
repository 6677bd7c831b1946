<div hx-vals="js:{a: go()}">x</div>
