</main>
<script src="<?cs var:Url.static ?>/js/shell.js" defer></script>
</body>
</html>
