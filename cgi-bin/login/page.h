/* The pages of the program `login`: signing in, and one's own account. */
#ifndef LOGIN_PAGE_H
#define LOGIN_PAGE_H

#include "app/app.h"

/* signin.c: address and password */
enum err signin_page(struct request *r, struct response *out);
enum err signin_prepare(struct request *r, struct response *out);
enum err signin_submit(struct request *r, struct response *out);
enum err signout_submit(struct request *r, struct response *out);

/* code.c: the second step, for who has a second factor */
enum err code_page(struct request *r, struct response *out);
enum err code_prepare(struct request *r, struct response *out);
enum err code_submit(struct request *r, struct response *out);

/* account.c: the page, and the preferences */
enum err account_page(struct request *r, struct response *out);
enum err preferences_submit(struct request *r, struct response *out);

/* password.c */
enum err password_page(struct request *r, struct response *out);
enum err password_prepare(struct request *r, struct response *out);
enum err password_submit(struct request *r, struct response *out);

/* factor.c: the second factor, and its recovery codes */
enum err totp_start(struct request *r, struct response *out);
enum err totp_confirm_prepare(struct request *r, struct response *out);
enum err totp_confirm(struct request *r, struct response *out);
enum err totp_off_prepare(struct request *r, struct response *out);
enum err totp_off(struct request *r, struct response *out);
enum err recovery_prepare(struct request *r, struct response *out);
enum err recovery_submit(struct request *r, struct response *out);

/* sessions.c */
enum err sessions_end(struct request *r, struct response *out);

extern const struct param signin_query[], signin_form[], signout_form[], code_form[],
    account_query[], preferences_form[], password_form[], totp_form[], totp_confirm_form[],
    totp_off_form[], recovery_form[], sessions_form[];
extern const struct route login_routes[];

#endif
