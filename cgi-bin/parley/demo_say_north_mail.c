/* North Utilities by e-mail. */
#include "demo_script.h"

#include <stddef.h>

const struct demo_script demo_north_mail[] = {
    {.queue = "E-mail Service",
     .channels = "e",
     .fits = "d",
     .brief = true,
     .mood = 2,
     .topic = "Handover record",
     .summary = "<name> sent the handover record; the final bill goes to the new address.",
     .keywords = "handover record,final bill",
     .emotions = "neutrality 0.7",
     .lines =
         SAY{SENDS("handover-record.pdf",
                   "Dear Sir or Madam,\n\nI enclose the handover record of our flat in <street> "
                   "with all readings. Please send the final bill to the new address.\n\nKind "
                   "regards\n<name>"),
             A("Dear <name>,\n\nthank you for the record. The final bill reaches you within "
               "four weeks at the new address.\n\nKind regards\n<agent>\nNorth Utilities"),
             END}},
    {.queue = "E-mail Service",
     .channels = "e",
     .fits = "ahi",
     .brief = true,
     .mood = 3,
     .topic = "Wrong meter on the bill",
     .issue = "Meter of the neighbour",
     .summary = "The bill of <name> lists the neighbour's meter. A corrected one is on its way.",
     .keywords = "bill,meter,correction",
     .emotions = "confusion 0.5,gratitude 0.4",
     .lines = SAY{BAD("Hello,\n\nthe bill of last month lists a meter that is not ours (number "
                      "<meter>). Could you please check this?\n\n<name>, customer number <ref>"),
                  A("Dear <name>,\n\nyou are right: the meter belongs to the neighbouring flat. A "
                    "corrected bill is on its way.\n\nKind regards\n<agent>"),
                  GOOD("Thank you for the quick answer."), END}},
    {.queue = "E-mail Service",
     .channels = "e",
     .fits = "abim",
     .brief = true,
     .mood = 2,
     .topic = "Direct debit cancelled",
     .summary = "The end of the direct debit was confirmed to <name>.",
     .keywords = "direct debit,confirmation",
     .emotions = "neutrality 0.8",
     .lines = SAY{C("Please confirm that my direct debit was cancelled as of the first of the "
                    "month.\n\n<name>"),
                  A("We confirm it. Please transfer the next instalment of <small> yourself until "
                    "<date>.\n\nKind regards\n<agent>"),
                  END}},
    {.queue = "E-mail Service",
     .channels = "e",
     .fits = "b",
     .mood = 2,
     .topic = "Request for a payment plan",
     .issue = "Short-time work",
     .summary = "<name> is on short-time work and asked to pay <amount> in instalments of <small>. "
                "The plan was agreed, beginning on <date>.",
     .keywords = "payment plan,short-time work,instalments",
     .emotions = "worry 0.7,hope 0.4",
     .lines =
         SAY{BAD("Dear Sir or Madam,\n\nmy employer has put us on short-time work, and I cannot "
                 "pay the annual bill of <amount> at once. Could I pay <small> a month?\n\nKind "
                 "regards\n<name>\nCustomer number <ref>"),
             A("Dear <name>,\n\nthank you for telling us early. We agree to instalments of "
               "<small>, the first one on <date>. The plan is enclosed; please send it back "
               "signed.\n\nKind regards\n<agent>"),
             GIVES("payment-plan.pdf", "The plan, for your signature."),
             GOOD("Thank you very much! The signed plan is enclosed."),
             A("It has arrived, everything is set up."), END}},
    {.queue = "E-mail Service",
     .channels = "e",
     .fits = "g",
     .mood = 3,
     .topic = "Tariff for a bakery",
     .summary = "<name> asked for a business tariff and took the offer from <date> on.",
     .keywords = "business tariff,offer",
     .emotions = "approval 0.5",
     .lines =
         SAY{C("Hello,\n\nwe use about 60,000 kWh a year in our bakery. Which tariff would you "
               "offer us?\n\n<name>"),
             A("Dear <name>,\n\nwith that usage our Business Fix would save you about <small> "
               "a month. The offer is enclosed.\n\nKind regards\n<agent>"),
             GIVES("offer.pdf", "The offer."), GREAT("We accept. Please start on <date>."),
             A("Done, with pleasure."), END}},
    {.queue = "Complaints",
     .channels = "e",
     .fits = "habjk",
     .hostile = true,
     .mood = 0,
     .topic = "Written complaint",
     .issue = "No answer for six weeks",
     .summary =
         "<name> complained that a letter of <past> was never answered and threatens with the "
         "arbitration board. The complaint has the number <ticket>.",
     .keywords = "complaint,arbitration board,deadline",
     .emotions = "anger 0.8,contempt 0.4",
     .lines =
         SAY{AWFUL("To the management\n\nYou have not answered my letter of <past>. If I do not "
                   "hear from you by <date>, I go to the arbitration board and to the "
                   "press.\n\n<name>"),
             A("Dear <name>,\n\nI am sorry. Your letter was filed with another contract. Your "
               "complaint has the number <ticket>; the bill of <amount> is on hold until it is "
               "settled.\n\nKind regards\n<agent>\nComplaints office"),
             BAD("I take note of that. The deadline stands."), END}},
    {.queue = NULL, .channels = NULL},
};
