"""Addresses of this room; comments are read below the address of what they are about."""

from django.urls import path

from notifications.views import chats, lines, mail, talk

app_name = "notifications"
urlpatterns = [
    path("comments/<int:pk>/words/", talk.editing, name="comment"),
    path("comments/<int:pk>/removal/", talk.removal, name="comment_removal"),
    path("mentions/<int:pk>/", talk.mention, name="mention"),
    path("mentions/<int:pk>/reading/", talk.reading, name="mention_reading"),
    path("notifications/", lines.lines, name="lines"),
    path("notifications/reading/", lines.reading, name="reading"),
    path("notifications/<int:pk>/opening/", lines.opening, name="opening"),
    path("settings/mail/", mail.show, name="mail"),
    path("settings/mail/volume/", mail.volume, name="mail_volume"),
    path("settings/mail/mails/", mail.mails, name="mail_mails"),
    path("settings/mail/hours/", mail.hours, name="mail_hours"),
    path("settings/reminders/", mail.rules, name="rules"),
    path("settings/reminders/rule/", mail.rule, name="rule"),
    path("settings/chats/", chats.chats, name="chats"),
    path("chats/<int:pk>/trial/", chats.trial, name="chat_trial"),
    path("chats/<int:pk>/removal/", chats.removal, name="chat_removal"),
    path("deliveries/<int:pk>/again/", chats.again, name="chat_again"),
]
