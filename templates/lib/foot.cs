</main>
<script src="/static/js/shell.js?v=<?cs var:Page.version ?>" defer></script>
</body>
</html>
