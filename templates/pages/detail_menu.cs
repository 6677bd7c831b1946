<?cs if:subcount(Acts) ?>
<details class="menu acts" id="acts">
<summary title="What can be done to it"><span class="acts-dots" aria-hidden="true">&#8942;</span><span class="sr">Actions</span></summary>
<ul class="menu-body">
<?cs each:a = Acts ?><li><a href="<?cs var:a.url ?>"><?cs var:a.label ?></a></li>
<?cs /each ?></ul>
</details>
<?cs /if ?>
