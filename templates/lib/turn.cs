<?cs if:Pages.first || Pages.newer || Pages.older ?>
<nav class="turn" aria-label="Pages">
<?cs if:Pages.first ?><a class="btn" id="page-first" href="<?cs var:Pages.first ?>">Newest</a><?cs /if ?>
<?cs if:Pages.newer ?><a class="btn" id="page-before" rel="prev" href="<?cs var:Pages.newer ?>">Newer</a><?cs /if ?>
<?cs if:Pages.older ?><a class="btn" id="page-after" rel="next" href="<?cs var:Pages.older ?>">Older</a><?cs /if ?>
</nav>
<?cs /if ?>
