<?cs set:Page.nav = "interactions" ?>
<?cs set:Page.css = "history" ?><?cs set:Page.css.player = "player" ?>
<?cs include:"lib/head.cs" ?>
<div class="history client play">
<?cs include:"pages/conversation_head.cs" ?>
<?cs include:"pages/detail_player.cs" ?>
</div>
<script src="<?cs var:Url.static ?>/js/history.js" defer></script>
<script src="<?cs var:Url.static ?>/js/player.js" defer></script>
<?cs include:"lib/foot.cs" ?>
