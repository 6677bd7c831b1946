</main>
<script src="/static/js/shell.js" defer></script>
</body>
</html>
