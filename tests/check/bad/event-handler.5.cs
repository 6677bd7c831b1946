<body <?cs if:Page.Wide ?>class="wide"<?cs /if ?> onload="go()">
