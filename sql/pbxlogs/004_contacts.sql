-- Contacts are found by e-mail address, too, and compared by it to find doubles.
ALTER TABLE crm_contacts ADD KEY ix_contact_email (tenant_id, email);
