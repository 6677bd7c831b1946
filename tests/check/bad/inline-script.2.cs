<script type="application/json">{}</script>
