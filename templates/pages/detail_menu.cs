<?cs # What can be done with the interaction: one item each. ?>
<details class="menu detail-menu">
<summary aria-label="Actions"><span aria-hidden="true">&#8943;</span></summary>
<ul class="menu-body">
<li class="only-drawer"><a href="<?cs var:Url.self ?>" class="detail-page">Open as a page</a></li>
<li class="live-only"><button type="button" data-act="copy-link">Copy the link</button></li>
<li class="live-only"><button type="button" data-act="print">Print</button></li>
<?cs each:a = Acts ?><li><a href="<?cs var:a.url ?>"><?cs var:a.label ?></a></li>
<?cs /each ?></ul>
</details>
