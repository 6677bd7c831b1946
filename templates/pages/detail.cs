<?cs set:Page.nav = "interactions" ?><?cs include:"pages/detail_styles.cs" ?>
<?cs include:"lib/head.cs" ?><?cs include:"lib/pictures.cs" ?><?cs include:"pages/linked.cs" ?><?cs include:"pages/talk.cs" ?>
<article id="detail" class="detail" data-id="<?cs var:Of.id ?>" data-url="<?cs var:Url.self ?>" aria-labelledby="detail-title">
<?cs include:"pages/detail_head.cs" ?>
<?cs include:"pages/detail_hold.cs" ?>
<?cs include:"pages/detail_nav.cs" ?>
<div class="detail-body">
<div class="detail-main">
<?cs include:"pages/detail_fetch.cs" ?>
<?cs include:"pages/detail_summary.cs" ?>
<?cs include:"pages/detail_player.cs" ?>
<?cs include:"pages/detail_talk.cs" ?>
<?cs include:"pages/detail_calls.cs" ?>
</div>
<div class="detail-side">
<?cs include:"pages/detail_path.cs" ?>
<?cs include:"pages/detail_marks.cs" ?>
<?cs include:"pages/detail_fields.cs" ?>
<?cs include:"pages/detail_vendor.cs" ?>
<?cs include:"pages/detail_linked.cs" ?>
<?cs include:"pages/detail_looked.cs" ?>
</div>
</div>
</article>
<script src="<?cs var:Url.static ?>/js/history.js" defer></script>
<?cs include:"pages/detail_scripts.cs" ?>
<?cs include:"lib/foot.cs" ?>
