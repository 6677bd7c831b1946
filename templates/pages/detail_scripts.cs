<?cs # The scripts of one interaction, for its page and for the drawer over the grid: sections first, then what tells them to begin. ?>
<script src="<?cs var:Url.static ?>/js/player.js" defer></script>
<script src="<?cs var:Url.static ?>/js/transcript.js" defer></script>
<script src="<?cs var:Url.static ?>/js/fetch.js" defer></script>
<script src="<?cs var:Url.static ?>/js/detail.js" defer></script>
