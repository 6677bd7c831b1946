/* South Collections by e-mail. */
#include "demo_script.h"

#include <stddef.h>

const struct demo_script demo_south_mail[] = {
    {.channels = "e",
     .fits = "eih",
     .brief = true,
     .mood = 1,
     .topic = "Debt validation",
     .summary = "<name> wants the debt validated and the original agreement.",
     .keywords = "validation,agreement",
     .emotions = "distrust 0.6",
     .lines =
         SAY{C("To whom it may concern,\n\nplease validate the debt under reference <ref> and "
               "send me the original agreement.\n\nSincerely\n<name>"),
             A("Dear <name>,\n\nwe have asked the creditor for the agreement and will mail it to "
               "you within 30 days.\n\n<agent>\nSouth Collections"),
             END}},
    {.channels = "e",
     .fits = "me",
     .brief = true,
     .mood = 2,
     .topic = "Attorney",
     .summary = "<name> is represented by Maple & Thorn; we write to the attorney only.",
     .keywords = "attorney,representation",
     .emotions = "neutrality 0.8",
     .lines =
         SAY{C("Please direct all further communication to my attorney, Maple & Thorn.\n\n<name>"),
             A("Noted. We will write to your attorney only."), END}},
    {.channels = "e",
     .fits = "ad",
     .mood = 3,
     .topic = "Offer to pay",
     .summary = "<name> offers <small> a month for <amount>. The agreement was sent and signed.",
     .keywords = "payment plan,agreement",
     .emotions = "hope 0.5,gratitude 0.5",
     .lines =
         SAY{C("Hello,\n\nI would like to settle <ref>. I can pay <small> a month, beginning on "
               "<date>.\n\nBest\n<name>"),
             A("Dear <name>,\n\nthank you. That is possible; the agreement is enclosed. Please "
               "sign it.\n\nBest regards\n<agent>"),
             GIVES("agreement.pdf", "Agreement <ref>"),
             SENDS("agreement-signed.pdf", "Signed, see attachment. Thank you!"),
             A("It has arrived. Your first payment is due on <date>."), END}},
    {.channels = "e",
     .fits = "fh",
     .mood = 1,
     .topic = "Hardship letter",
     .issue = "Illness",
     .summary = "<name> is ill and asks to wait. The account was put on hold until <date>.",
     .keywords = "hardship,illness,hold",
     .emotions = "sadness 0.8,worry 0.6",
     .lines =
         SAY{BAD("Dear South Collections,\n\nI have been in treatment since <past> and live on "
                 "disability. I cannot pay <amount> now. Please give me some "
                 "time.\n\n<name>"),
             A("Dear <name>,\n\nthank you for your letter. The account is on hold until <date>. "
               "We wish you a good recovery.\n\n<agent>"),
             GOOD("Thank you for your kindness."), END}},
    {.channels = "e",
     .fits = "eg",
     .hostile = true,
     .mood = 0,
     .topic = "Dispute with threats",
     .issue = "Threatens with a complaint",
     .summary = "<name> denies the debt and threatens with a complaint to the authorities. The "
                "dispute <ticket> was opened.",
     .keywords = "dispute,complaint,authority",
     .emotions = "anger 0.9,contempt 0.5",
     .lines =
         SAY{AWFUL("This is the THIRD time. I do not owe you <amount>. The next letter goes to "
                   "the Attorney General.\n\n<name>"),
             A("Dear <name>,\n\nwe have opened a dispute, number <ticket>. No further letters "
               "will be sent until it is settled.\n\n<agent>"),
             BAD("You better."), END}},
    {.queue = NULL, .channels = NULL},
};
