<?cs # Small pictures of what was found out about an interaction. Each carries its meaning as text too, and draws nothing where the value is empty: so they fit rows, whose values are filled in later. Colours: css/pictures.css. ?>

<?cs # Sentiment on five levels, 1 (extremely negative) to 5 (extremely positive). ?>
<?cs def:five_bars(level, label) ?><svg class="bars l<?cs var:level ?>" viewBox="0 0 24 14" width="24" height="14" role="img" aria-label="<?cs var:label ?>"><title><?cs var:label ?></title><path d="M0 10h4v4H0z"/><path d="M5 8h4v6H5z"/><path d="M10 5.5h4V14h-4z"/><path d="M15 3h4v11h-4z"/><path d="M20 0h4v14h-4z"/></svg><?cs /def ?>

<?cs # A score of 1 to 5: willingness, cooperation, CSAT. ?>
<?cs def:score5(n, label) ?><svg class="score l<?cs var:n ?>" viewBox="0 0 58 10" width="58" height="10" role="img" aria-label="<?cs var:label ?>"><title><?cs var:label ?></title><circle cx="5" cy="5" r="4"/><circle cx="17" cy="5" r="4"/><circle cx="29" cy="5" r="4"/><circle cx="41" cy="5" r="4"/><circle cx="53" cy="5" r="4"/></svg><?cs /def ?>

<?cs # How an interaction came out; the key is what the database calls it. ?>
<?cs def:outcome_badge(key, label) ?><span class="oc <?cs var:key ?>"><?cs var:label ?></span><?cs /def ?>

<?cs # What a call's analysis found: positive, neutral, negative, hostile. ?>
<?cs def:sentiment_dot(key, label) ?><span class="mood <?cs var:key ?>"><?cs var:label ?></span><?cs /def ?>

<?cs # Willingness to pay, 1 to 5. ?>
<?cs def:willingness(n) ?><span class="will l<?cs var:n ?>" title="Willingness to pay: <?cs var:n ?> of 5">W:<?cs var:n ?>/5</span><?cs /def ?>
