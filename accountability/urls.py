"""Addresses of this room, grouped by noun."""

from django.urls import path

from accountability.views import commitments, covers, faring, fits, promising, reseating, seats, set_up, sight

app_name = "accountability"
urlpatterns = [
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/new/", promising.commitment_new, name="commitment_new"),
    path("commitments/faring/", faring.faring, name="faring"),
    path("commitments/faring/priorities/", faring.priorities, name="faring_priorities"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/answer/", promising.answer, name="answer"),
    path("commitments/<int:pk>/closure/", commitments.closure, name="closure"),
    path("commitments/<int:pk>/receipt/", promising.receipt, name="receipt"),
    path("commitments/<int:pk>/reopening/", commitments.reopening, name="reopening"),
    path("objectives/<int:pk>/commitments/", commitments.of_objective, name="of_objective"),
    path("objectives/<int:pk>/sight/", sight.of_objective, name="sight"),
    path("strategy/lines/<int:pk>/sight/", sight.of_sentence, name="sight_of_sentence"),
    path("teams/<int:pk>/faring/", faring.of_team, name="faring_of_team"),
    path("alignment/commitments/", sight.of_open_work, name="tracing"),
    # The accountability chart
    path("seats/", seats.seats, name="seats"),
    path("seats/new/", seats.new, name="seat_new"),
    path("seats/talent/", fits.talent, name="talent"),
    path("seats/<int:pk>/", seats.seat, name="seat"),
    path("seats/<int:pk>/edit/", seats.edit, name="seat_edit"),
    path("seats/<int:pk>/move/", seats.move, name="seat_move"),
    path("seats/<int:pk>/filling/", seats.filling, name="seat_filling"),
    path("seats/<int:pk>/numbers/", seats.numbers, name="seat_numbers"),
    path("seats/<int:pk>/closure/", seats.closure, name="seat_closure"),
    path("seats/<int:pk>/reopening/", reseating.reopening, name="seat_reopening"),
    path("seats/<int:pk>/moving-back/", reseating.moving_back, name="seat_moving_back"),
    path("seats/<int:pk>/fit/", fits.fit, name="fit"),
    path("seats/holders/<int:pk>/vacating/", seats.vacating, name="seat_vacating"),
    path("seats/holders/<int:pk>/seated-again/", reseating.seated_again, name="seated_again"),
    path("seats/holders/<int:pk>/unfilling/", reseating.unfilling, name="seat_unfilling"),
    path("people/<int:pk>/seats/", seats.of_person, name="seats_of_person"),
    path("objectives/<int:pk>/set-up/", set_up.of_objective, name="set_up"),
    # Covering for somebody
    path("people/<int:pk>/hand-over/", covers.hand_over, name="hand_over"),
    path("covers/", covers.covers, name="covers"),
    path("covers/<int:pk>/", covers.cover, name="cover"),
    path("covers/<int:pk>/return/", covers.returning, name="cover_return"),
]
