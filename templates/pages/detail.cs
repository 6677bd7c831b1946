<?cs set:Page.nav = "interactions" ?><?cs set:Page.css.detail = "detail" ?><?cs set:Page.css.player = "player" ?>
<?cs include:"lib/head.cs" ?>
<article id="detail" class="detail" data-id="<?cs var:Of.id ?>" aria-labelledby="detail-title">
<?cs include:"pages/detail_head.cs" ?>
<?cs include:"pages/detail_player.cs" ?>
</article>
<script src="/static/js/player.js" defer></script>
<script src="/static/js/detail.js" defer></script>
<?cs include:"lib/foot.cs" ?>
