/* What is said and written in the demo's conversations: per queue, a few of them. A line begins
 * with who says it (c client, a agent) and ends with '\n'; '#' becomes a digit. */
#include "demo.h"

#define C(text) "c" text "\n"
#define A(text) "a" text "\n"

const struct demo_text demo_texts[] = {
    /* North Utilities, written */
    {"Website Chat",
     {C("Hello, my instalment went up by # euros and nobody told me why.")
          A("I am sorry about that. I see the change: it follows your last reading of ####.")
              C("But we used less gas than the year before.") A(
                  "Then the reading is probably wrong. Can you tell me what the meter shows today?")
                  C("##,### cubic metres.")
                      A("Thank you, I corrected it. Your instalment goes back to the old amount."),
      C("Can I pay my bill of last month in two parts?")
          A("Yes. Half now and half on the first of next month, is that all right?")
              C("Perfect, thank you!"),
      C("I am moving out on the 1#th. What do I have to do?")
          A("Please send us the reading on that day and your new address.") C("Can I do that here?")
              A("Yes, here or on the website under \"Moving home\"."),
      C("My customer number does not work on your site 😕")
          A("The number on the bill has ten digits; please leave out the blanks.")
              C("That was it. Thanks 👍")}},
    {"Tariff Advice",
     {C("Which tariff is cheaper for a heat pump?")
          A("With more than #,### kWh a year the heat pump tariff, with a meter of its own.")
              C("And who puts in the meter?")
                  A("Our technician does, it takes about an hour. Shall I book a date?")
                      C("Not yet, I have to ask my landlord."),
      C("Do you still have the green electricity offer for new customers?")
          A("Yes, until the end of the month: twelve months with a fixed price.")
              C("Please switch me over. My customer number is 44 ####.")
                  A("Done. You get the confirmation by e-mail.")}},
    {"WhatsApp Service",
     {C("Hi! Meter ####-## reads ##,###. Is this enough for you?")
          A("Thank you, that is all we need. The reading is stored."),
      C("Good evening, the street lamps in our road have been off for three days")
          A("Thank you for telling us. Which street, please?") C("Lindenallee, between 4 and 20")
              A("The team comes tomorrow morning.") C("🙏"),
      C("You took the instalment twice this month!!")
          A("I am sorry. I see both payments; the second one goes back to you within # days.")
              C("Ok, I will look at my account next week."),
      C("Is there someone who can explain the bill to my mother? She speaks Turkish.")
          A("Of course. A colleague can call her tomorrow between 9 and 11.")
              C("Thank you very much")}},
    {"SMS Meter Readings",
     {C("Meter 7####### reading ##,###") A("Thank you. Your reading was stored."),
      C("reading is ####,#") A("Thank you. Which meter is it? The number is on its front.")
          C("7#######") A("Thank you. Your reading was stored."),
      C("STOP")}},
    {"E-mail Service",
     {C("Dear Sir or Madam,\n\nI enclose the handover record of our flat with all readings. Please "
        "send the final bill to the new address.\n\nKind regards")
          A("Thank you for the record. The final bill reaches you within # weeks at the new "
            "address."),
      C("Hello,\n\nthe bill of March lists a meter that is not ours (number 7#######). Could you "
        "please check this?")
          A("You are right: the meter belongs to the neighbouring flat. A corrected bill is on its "
            "way.") C("Thank you for the quick answer."),
      C("Please confirm that my direct debit was cancelled as of the first of the month.")
          A("We confirm it. Please transfer the next instalment yourself until the 1#th.")}},
    {"Complaints",
     {C("I have now called four times about the same bill and get a different answer each time.")
          A("I am sorry. I have your case in front of me and keep it until it is settled.")
              C("Then please tell me what I really have to pay.")
                  A("###.## euros. The reminder fee is struck off.")}},

    /* North Utilities, spoken */
    {"Billing & Payments",
     {A("North Utilities, billing, how can I help you?")
          C("Good morning. I do not understand this final bill, it says I owe ### euros.")
              A("May I have your customer number, please?") C("It is 44 #####.") A(
                  "Thank you. The reading of December was estimated, that is where it comes from.")
                  C("I can read the meter to you now if that helps.")}},
    {"Outages & Emergencies",
     {A("Outage line. Is anybody in danger?")
          C("No, but the power has been out in the whole building since ten past #.") A(
              "Which address, please?") C("Am Wiesengrund ##.")
              A("There is a damaged cable nearby. The team expects power back within two hours.")}},
    {"Moving Home",
     {A("Moving service, good afternoon.")
          C("We have just got the keys and the electricity is still in the old tenant's name.")
              A("No problem. What does the meter show?") C("##,###.")
                  A("Thank you, the contract starts today.")}},
    {"Technical Support",
     {A("Technical support, what can I do for you?")
          C("The display of the new meter shows only zeros.")
              A("Please press the button on its front twice. What do you see?")
                  C("Now there is a number: ####.") A("Then it works. It only needed its code.")}},
    {"Meter Readings",
     {A("Welcome to the meter reading line. Please say your meter number.")
          C("Seven, #, #, #, #, #.") A("And the reading?") C("##,###.")
              A("I have ##,###. Thank you, goodbye.")}},

    /* South Collections, written */
    {"Portal Chat",
     {C("I already paid $###.## last Friday, why do I still see a balance?")
          A("Payments by check take up to five days. I can see it on its way.")
              C("So nobody will call me again?")
                  A("Not about this one. You will get a letter that says it is settled."),
      C("Can I change the date of my payment plan?") A("Yes. Which day of the month suits you?")
          C("The 1#th, after payday.") A("All set. The next payment is due on that day."),
      C("This account is not mine. I never had a card with that bank.")
          A("Thank you for telling us. I have opened a dispute and stopped all contact for now.")
              C("What do you need from me?") A("Nothing today. We will ask the bank for proof.")}},
    {"SMS Reminders",
     {A("South Collections: your payment of $##.## is due tomorrow. Reply 1 to confirm, STOP to "
        "opt "
        "out.") C("1") A("Thank you."),
      A("South Collections: we missed your payment of $##.##. Pay at the portal or reply HELP.")
          C("HELP") A("A colleague calls you back today.") C("after 5 please"),
      A("South Collections: thank you, we received $##.##."),
      A("South Collections: your payment "
        "plan starts on the 1st.") C("STOP")}},
    {"WhatsApp Payments",
     {C("Hi, can you send me the link to pay again?")
          A("Here it is; it is good for 24 hours: pay.south.example/########") C("Done ✅")
              A("Received, thank you!"),
      C("I can pay $## now and the rest in two weeks") A("That works. I will set it up like that.")
          C("thank you for understanding"),
      A("As agreed on the phone, here is the summary of your account: balance $###.##.")
          C("Got it")}},
    {DEMO_SENT_DURING_CALLS,
     {A("As promised, the summary of your account: balance $###.##, next payment on the 1#th."),
      A("Here is what we just talked about: your balance is $#,###.## under reference "
        "SC-00####.")}},
    {"E-mail Correspondence",
     {C("To whom it may concern,\n\nplease validate the debt under reference SC-00#### and send me "
        "the original agreement.\n\nSincerely")
          A("We have asked the creditor for the agreement and will mail it to you within 30 days."),
      C("Please direct all further communication to my attorney, Maple & Thorn.")
          A("Noted. We will write to your attorney only.")}},

    /* South Collections, spoken */
    {"Early Stage",
     {A("Hello, this is South Collections on a recorded line. Am I speaking with the account "
        "holder?") C("Yes, speaking.")
          A("I am calling about a balance of $###.##. Is today a good day to take care of it?")
              C("I get paid on the 1#th. Can it wait until then?")
                  A("I can set the payment for that day. Shall I?") C("Yes, please.")}},
    {"Payment Line",
     {A("Payment line. Would you like to pay by card or from a checking account?") C("By card.")
          A("How much would you like to pay today?") C("$##.##.")
              A("Thank you. The payment went through.")}},
    {"Hardship & Arrangements",
     {A("How can we help you with your account?")
          C("I lost my job in June and cannot keep up with the plan.")
              A("I am sorry to hear that. We can lower it to $## a month for half a year.")
                  C("That would help a lot.")}},
    {"Disputes",
     {A("Disputes, how can I help?") C("The amount is wrong. I returned the goods in ####.")
          A("Do you have the receipt of the return?") C("Yes, I can mail a copy.")
              A("Please do. Until then the account is on hold.")}},
    {.queue = NULL},
};
