<?cs include:"admin/head.cs" ?>
<p class="crumb"><a href="<?cs var:Section.url ?>"><?cs var:Section.label ?></a></p>
<div class="title"><h1><?cs var:Page.title ?></h1></div>
<?cs call:notices() ?>
<?cs if:Merge.possible ?>
<p class="intro">Choose the contact that stays and the one that goes into it. Nothing happens before you have seen what moves.</p>
<form class="same" method="get" action="<?cs var:Merge.url ?>">
<?cs if:Merge.tenant ?><input type="hidden" name="tenant" value="<?cs var:Merge.tenant ?>"><?cs /if ?>
<table class="rows" id="table">
<caption class="sr">Contacts with the same number or e-mail address</caption>
<thead><tr><th scope="col" class="c-pick">Keep</th><th scope="col" class="c-pick">Merge</th><th scope="col" class="c-name">Name</th><th scope="col">Number</th><th scope="col">E-mail</th><th scope="col" class="c-number">Interactions</th><th scope="col" class="c-number">Accounts</th></tr></thead>
<tbody>
<?cs each:c = Same ?><tr id="r<?cs var:c.id ?>">
<td class="c-pick" data-label="Keep"><input class="form-check-input" type="radio" name="id" value="<?cs var:c.id ?>" aria-label="Keep <?cs var:c.name ?>"<?cs if:c.keep ?> checked<?cs /if ?>></td>
<td class="c-pick" data-label="Merge"><input class="form-check-input" type="radio" name="other" value="<?cs var:c.id ?>" aria-label="Merge <?cs var:c.name ?> into it"<?cs if:c.merge ?> checked<?cs /if ?>></td>
<td class="c-name" title="<?cs var:c.name ?>"><a href="<?cs var:c.url ?>"><?cs var:c.name ?></a></td>
<td class="c-text" data-label="Number"><?cs var:c.phone ?></td>
<td class="c-text" data-label="E-mail"><?cs var:c.email ?></td>
<td class="c-number" data-label="Interactions"><?cs var:c.interactions ?></td>
<td class="c-number" data-label="Accounts"><?cs var:c.accounts ?></td>
</tr>
<?cs /each ?></tbody>
</table>
<p class="form-actions"><button type="submit" class="btn btn-primary">See what moves</button></p>
</form>
<?cs else ?>
<div class="blank" id="empty"><h2>No other contact like this</h2><p>Nobody else has this number or e-mail address.</p></div>
<?cs /if ?>
<?cs include:"admin/foot.cs" ?>
