<script src="/static/js/a.js">alert(1)</script>
