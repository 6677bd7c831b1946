-- Who may send a message again that did not arrive.
INSERT INTO role_permissions (role_id, permission) VALUES (1, 'send'), (2, 'send');
