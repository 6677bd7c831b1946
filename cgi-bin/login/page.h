/* The pages of the program `login`. */
#ifndef LOGIN_PAGE_H
#define LOGIN_PAGE_H

#include "app/app.h"

enum err signin_page(struct request *r, struct response *out);
enum err signin_submit(struct request *r, struct response *out);
enum err signout_submit(struct request *r, struct response *out);

extern const struct param signin_query[], signin_form[], signout_form[];
extern const struct route login_routes[];

#endif
