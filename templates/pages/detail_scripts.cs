<?cs # The scripts of one interaction, for its page and for the drawer over the grid: sections first, then what tells them to begin. ?>
<script src="/static/js/detail.js" defer></script>
